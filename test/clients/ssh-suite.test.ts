// ssh2's own test files, all but two that are slow and make no connection.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { files, passesAsOnNode } from './stage/ssh-suite.ts';

const FILES = 14;
const SLOW = /keygen|keyparser/;

test('the package of ssh2 carries all its test files', () => {
  assert.is(files.length, FILES);
});

for (const file of files.filter(name => !SLOW.test(name))) passesAsOnNode(file);

test.run();
