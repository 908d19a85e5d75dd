// Async code becomes generators; what other tools have put into packages by the same names stays as it is.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lower } from '../../host/cli/build/lowering.ts';

const OPTIONS = { helpers: './lowered.mjs', minify: false };

test('the bundler’s helpers are imported, and only those that are used', async () => {
  const { code } = await lower('export const f = async () => { await 1; };', OPTIONS);
  assert.match(code, 'import{runAsync as __async}from"./lowered.mjs"');
  assert.not.match(code, 'Awaited');
});

test('helpers are imported also where a program has the names that are in them', async () => {
  const source = 'async function q() {}\nexport async function* resume() { await q(); }';
  const { code } = await lower(source, OPTIONS);
  assert.match(code, 'import{makeAsyncGenerator as __asyncGenerator}from"./lowered.mjs"');
});

test('helpers that a package brings by the same names are its own', async () => {
  const inside =
    'var q = () => { var __await = function (v) { return new __await(v); }; return __await(1); };';
  const { code } = await lower(`${inside}\nexport { q };`, OPTIONS);
  assert.not.match(code, 'lowered.mjs');
  const outside =
    'var __await = (this && this.__await) || function (v) { this.v = v; };\nvar __async = (a) => own(a);';
  const { code: beside } = await lower(`${outside}\nexport { __await, __async };`, OPTIONS);
  assert.not.match(beside, 'lowered.mjs');
});

test.run();
