// What an ES module is told of itself, and what it finds.

import net, { connect } from 'node:net';
import data from './data.json' with { type: 'json' };
// @ts-expect-error There are no types of it.
import dep, { name } from './dep.cjs';

const { url, filename, dirname, main } = import.meta as ImportMeta & Record<string, unknown>;
// @ts-expect-error There are no types of it.
const lazy = await import('./lazy.mjs');
const { default: path } = await import('node:path');
console.log(
  JSON.stringify({
    data,
    dep: dep.name === name && dep,
    meta: { url, filename, dirname, main },
    lazy: lazy.default,
    same: net.connect === connect && path.posix === path,
    joined: path.relative(path.dirname(name), filename as string),
  }),
);
