// node:url of guests beside Node's.

import theirs from 'node:url';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare } from './beside.ts';
import { onNode } from './on-node.ts';
import { Random } from './random.ts';

const all = (await onNode('url')) as Any;
const ours = all.url;
const random = new Random(0x0421);

const URLS = [
  ...[
    'http://a',
    'HTTP://User:Pa%20ss@EXAMPLE.com:80/a/../b/./c?q=1&r=ü#h ä',
    'https://a:443/',
    'file:///x/../y',
    'ftp://h:21/',
  ],
  ...[
    'http://[::1]:3000/',
    'http://[::ffff:1.2.3.4]',
    'http://1.2.3',
    'http://0x7f.1',
    'http://256.1.1.1',
    'http://a b/',
  ],
  ...[
    'mailto:a@b',
    'data:text/plain,x',
    'javascript:alert(1)',
    'a:b',
    '//x',
    '/p',
    '?q',
    '#h',
    '',
    ' ',
    'x',
    'http:',
    'http://',
  ],
  ...[
    'http://español.com/ñ',
    'http://xn--espaol-zwa.com',
    'http://☃.net',
    'http://BÜCHER.de',
    'http://ｅｘａｍｐｌｅ.com',
    'http://a%41',
  ],
  ...[
    'postgres://u:p@h:5432/db?ssl=true',
    'redis://:pw@127.0.0.1:6379/0',
    'mqtt://h',
    'unix:///tmp/x',
    'http://a:99999',
    'http://a:b',
  ],
  ...[
    'http://a/%zz',
    'http://a/\\b',
    'http:\\\\a',
    'http://a?b?c',
    'http://a#b#c',
    'http://u@',
    'http://@h',
    'blob:http://a/x',
  ],
  ...[
    'http://a/ä%20%C3%A4',
    'http://a/?x= "<>`\'',
    'http://a/"<>`{}|',
    'non-special://a b',
    'web+demo:/.//x',
    'http://ex\nam\tple',
  ],
];
const PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
];

function parts(url: Any): unknown {
  return PARTS.map(part => url[part]);
}

test('URLs are parsed as Node parses them, with a base and without', () => {
  for (const input of URLS) {
    compare(
      () => parts(new URL(input)),
      () => parts(new ours.URL(input)),
      input,
    );
    compare(
      () => URL.canParse(input),
      () => ours.URL.canParse(input),
      input,
    );
    for (const base of ['http://base/x/y?z', 'nope', 'file:///a/b']) {
      compare(
        () => parts(new URL(input, base)),
        () => parts(new ours.URL(input, base)),
        `${input} on ${base}`,
      );
    }
  }
  for (const args of [[], [5], [{ toString: () => 'http://a' }], [Symbol('x')]]) {
    compare(
      () => parts(new (URL as Any)(...args)),
      () => parts(new ours.URL(...args)),
      inspect(args),
    );
  }
});

test('parts of URLs are changed as in Node', () => {
  const values = ['', 'x', '80', '9', 'ä b', '#h', '?q', '/a/../b', 'https', 'file:', 'a@b', '[::1]'];
  for (const input of URLS.filter(each => URL.canParse(each))) {
    for (const part of PARTS.filter(each => each !== 'origin')) {
      const value = random.pick(values);
      const changed = (Class: Any) => () => {
        const url = new Class(input);
        url[part] = value;
        return parts(url);
      };
      compare(changed(URL), changed(ours.URL), `${part} of ${input} to ${value}`);
    }
  }
});

test('search parameters do as in Node', () => {
  const stories: ((Class: Any) => unknown)[] = [
    Class => new Class('?a=1&b=2&a=3').toString(),
    Class => new Class({ a: 1, b: 'x y', ü: '€' }).toString(),
    Class =>
      new Class([
        ['a', 'b'],
        ['c', 'd'],
      ]).toString(),
    Class => new Class(new Map([['a', 1]])).toString(),
    Class => new Class(new Class('a=b')).toString(),
    Class => new Class([1]),
    Class => new Class([['a']]),
    Class => new Class(5).toString(),
    Class => new Class(undefined).size,
    Class => new Class('a=1&a=2').getAll('a'),
    Class => new Class('a=1').get('b'),
    Class => new Class('a=1&b=2&a=3').has('a', '3'),
    Class => new Class().append('a'),
    Class => new Class().get(),
    Class => {
      const params = new Class('c=1&a=2&b=3&a=1');
      params.sort();
      params.append('z', ' +&=%');
      params.set('a', '9');
      params.delete('b');
      return [[...params], [...params.keys()], [...params.values()], `${params}`];
    },
  ];
  for (const story of stories)
    compare(
      () => story(URLSearchParams),
      () => story(ours.URLSearchParams),
      `${story}`,
    );
  const url = new ours.URL('http://a/?x=1');
  url.searchParams.append('y', '2');
  assert.is(url.href, 'http://a/?x=1&y=2');
  assert.instance(url.searchParams, ours.URLSearchParams);
  assert.is(url.searchParams, url.searchParams);
});

test('URLs and parameters are shown as Node shows them', () => {
  for (const input of ['http://u:p@a:8/b?c=d&e=f#g', 'mailto:x']) {
    assert.is(inspect(new ours.URL(input)), inspect(new URL(input)));
    assert.is(JSON.stringify(new ours.URL(input)), JSON.stringify(new URL(input)));
    assert.is(inspect(new ours.URL(input).searchParams), inspect(new URL(input).searchParams));
  }
});

test('the older functions parse, format and resolve as in Node', () => {
  // Newer Nodes refuse a port that is none.
  for (const input of URLS.filter(each => each !== 'http://a:b')) {
    for (const query of [false, true]) {
      compare(
        () => ({ ...theirs.parse(input, query) }),
        () => ({ ...ours.parse(input, query) }),
        `parse ${input}`,
      );
    }
    for (const base of ['http://base/x/y?z', '/a/b']) {
      compare(
        () => theirs.resolve(base, input),
        () => ours.resolve(base, input),
        `resolve ${input}`,
      );
    }
  }
  const objects = [
    { protocol: 'http', host: 'a', pathname: 'b' },
    { hostname: '::1', port: 5 },
    { query: { a: [1, 2] } },
    { pathname: '#?' },
  ];
  for (const object of objects)
    compare(
      () => theirs.format(object),
      () => ours.format(object),
      inspect(object),
    );
  for (const options of [{}, { auth: false }, { fragment: false, search: false }, { unicode: true }]) {
    const input = 'http://u:p@xn--espaol-zwa.com:8/a?b#c';
    compare(
      () => theirs.format(new URL(input), options),
      () => ours.format(new ours.URL(input), options),
      inspect(options),
    );
  }
});

test('URLs of files and options of requests are made as in Node', () => {
  for (const file of ['/a b', '/a/', '/%#?\\\n', '/ü', 'relative', 5]) {
    compare(
      () => theirs.pathToFileURL(file as string).href,
      () => ours.pathToFileURL(file).href,
      `${file}`,
    );
  }
  for (const url of ['file:///a%20b', 'file:///a%2Fb', 'file://h/a', 'http://a', 5, 'nope']) {
    compare(
      () => theirs.fileURLToPath(url as string),
      () => ours.fileURLToPath(url),
      `${url}`,
    );
  }
  const input = 'http://u:p%20@[::1]:3/a?b#c';
  assert.equal(
    { ...ours.urlToHttpOptions(new ours.URL(input)) },
    { ...theirs.urlToHttpOptions(new URL(input)) },
  );
  for (const domain of [
    'español.com',
    'xn--espaol-zwa.com',
    'xn--iñvalid.com',
    'a b',
    'EXAMPLE.com',
    '☃.net',
  ]) {
    for (const name of ['domainToASCII', 'domainToUnicode']) {
      compare(
        () => (theirs as Any)[name](domain),
        () => ours[name](domain),
        `${name} ${domain}`,
      );
    }
  }
});

test.run();
