// node:url. The WHATWG classes are npm's whatwg-url, the older functions npm's url.

import legacy from 'url/url.js';
import { domainToASCII, domainToUnicode } from './url/domains.ts';
import { fileURLToPath, pathToFileURL, urlToHttpOptions } from './url/files.ts';
import { URL, URLSearchParams } from './url/whatwg.ts';

const { Url, parse, resolve, resolveObject } = legacy;

const { prototype } = Url;
const AUTHORITY = /^[^/?#]*\/\/[^/?#]*/;
const parseAll = prototype.parse;
/** Node leaves out ends of lines in names of hosts, and has null for a search that is not there. */
prototype.parse = function (url, ...args) {
  const text = typeof url === 'string' ? url.replace(AUTHORITY, part => part.replace(/[\t\n\r]/g, '')) : url;
  parseAll.call(this, text, ...args);
  if (args[0] && this.search === '') {
    this.search = null;
    this.query = Object.create(null);
  }
  return this;
};

/** Of a URL its own text, unless some part is left out. */
function format(url: unknown, options?: unknown): string {
  return url instanceof URL ? formatUrl(url, options) : legacy.format(url as string);
}

interface Format {
  auth?: boolean;
  fragment?: boolean;
  search?: boolean;
  unicode?: boolean;
}

function formatUrl(url: URL, given: unknown): string {
  const { auth = true, fragment = true, search = true, unicode = false } = (given ?? {}) as Format;
  const { username, password } = url;
  const login = auth && (username || password) ? `${username}${password ? `:${password}` : ''}@` : '';
  const host = unicode ? url.host.replace(url.hostname, domainToUnicode(url.hostname)) : url.host;
  const start = url.host || url.protocol === 'file:' ? `//${login}${host}` : '';
  return `${url.protocol}${start}${url.pathname}${search ? url.search : ''}${fragment ? url.hash : ''}`;
}

export default {
  Url,
  parse,
  resolve,
  resolveObject,
  format,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  urlToHttpOptions,
};
