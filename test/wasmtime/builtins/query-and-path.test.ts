// node:querystring and node:path of guests beside Node's.

import path from 'node:path';
import querystring from 'node:querystring';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare } from './beside.ts';
import { onNode } from './on-node.ts';

const all = (await onNode('querystring', 'path')) as Any;

test('query strings are parsed and written as in Node', () => {
  const texts = [
    'a=1&b=2&a=3',
    'a',
    '=',
    '&&',
    'a=%zz',
    '%E0%A4%A',
    'a+b=c+d',
    'a==b',
    '=x',
    'a[]=1',
    'a=1;b=2',
    '__proto__=1',
    '%C3%BC=%u',
    '',
    5,
    'a=%E4',
  ];
  const { querystring: own } = all;
  for (const text of texts) {
    compare(
      () => querystring.parse(text as string),
      () => own.parse(text),
      `${text}`,
    );
    compare(
      () => querystring.parse(text as string, ';', '==', { maxKeys: 1 }),
      () => own.parse(text, ';', '==', { maxKeys: 1 }),
      `${text} otherwise`,
    );
    compare(
      () => querystring.unescape(`${text}`),
      () => own.unescape(`${text}`),
      `unescape ${text}`,
    );
    compare(
      () => querystring.escape(`${text}`),
      () => own.escape(`${text}`),
      `escape ${text}`,
    );
  }
  const objects = [
    { a: [1, 'x'], b: null, c: undefined, d: true, e: NaN, f: 10n, g: {}, h: 'ü 😀', i: '' },
    'x',
    null,
    { a: Infinity, b: -0, c: [] },
  ];
  for (const object of objects) {
    compare(
      () => querystring.stringify(object as Any),
      () => own.stringify(object),
      inspect(object),
    );
    compare(
      () => querystring.stringify(object as Any, ';', ':'),
      () => own.stringify(object, ';', ':'),
      inspect(object),
    );
  }
  compare(
    () => querystring.escape('\ud800'),
    () => own.escape('\ud800'),
    'half a pair',
  );
  compare(
    () => querystring.parse('a=1', null as Any, null as Any, { decodeURIComponent: text => `<${text}>` }),
    () => own.parse('a=1', null, null, { decodeURIComponent: (text: string) => `<${text}>` }),
    'own decoding',
  );
});

test('paths are taken apart and joined as in Node', () => {
  const paths = [
    '',
    '/',
    '.',
    '..',
    'a',
    '/a',
    'a/',
    '//a',
    'a//b',
    '../a',
    './a',
    'a/../b',
    '/a/../../b',
    '.bashrc',
    'x.tar.gz',
    'a.',
    '..x',
    '/a/b/c.js',
    'a\\b',
    5,
  ];
  for (const one of paths) {
    for (const name of [
      'normalize',
      'isAbsolute',
      'dirname',
      'basename',
      'extname',
      'parse',
      'toNamespacedPath',
      'resolve',
      'join',
    ]) {
      compare(
        () => (path as Any)[name](one),
        () => all.path[name](one),
        `${name} ${one}`,
      );
    }
    for (const other of paths) {
      for (const name of ['join', 'resolve', 'relative', 'basename']) {
        compare(
          () => (path as Any)[name](one, other),
          () => all.path[name](one, other),
          `${name} ${one} ${other}`,
        );
      }
    }
  }
  for (const object of [{ dir: 'a', base: 'b' }, { name: 'a', ext: 'b' }, { root: '/', name: 'a' }, 5]) {
    compare(
      () => path.format(object as Any),
      () => all.path.format(object),
      inspect(object),
    );
  }
  assert.is(all.path.posix, all.path);
  assert.is(all.path.win32.win32, all.path.win32);
});

test.run();
