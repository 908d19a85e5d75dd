// URLs of files, and URLs as the options of a request. node: lib/internal/url.js

import { coded, invalidType, validateString } from '../errors.ts';
import path from '../path.ts';
import { URL } from './whatwg.ts';

const ESCAPED: Record<string, string> = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
};

export function pathToFileURL(file: string): URL {
  validateString(file, 'path');
  const resolved = path.resolve(file);
  const slash = file.endsWith('/') && !resolved.endsWith('/') ? '/' : '';
  return new URL(`file://${`${resolved}${slash}`.replace(/[%\\\n\r\t?#]/g, char => ESCAPED[char])}`);
}

export function fileURLToPath(given: unknown): string {
  const url = typeof given === 'string' ? new URL(given) : given;
  if (!(url instanceof URL)) throw invalidType('path', ['string', 'URL'], given);
  if (url.protocol !== 'file:') {
    throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  }
  if (url.hostname !== '') {
    const message = 'File URL host must be "localhost" or empty on linux';
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', message);
  }
  if (/%2f/i.test(url.pathname)) {
    const message = 'File URL path must not include encoded / characters';
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', message);
  }
  return decodeURIComponent(url.pathname);
}

export function urlToHttpOptions(url: URL): Record<string, unknown> {
  const { protocol, hostname, hash, search, pathname, href, port, username, password } = url;
  const options: Record<string, unknown> = Object.assign(Object.create(null), url, {
    protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href,
  });
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}
