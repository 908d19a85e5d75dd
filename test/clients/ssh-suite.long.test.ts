// ssh2's own test files, those two that compute for long: they load what the others do, and no more of net.
import { test } from 'uvu';
import { files, passesAsOnNode } from './stage/ssh-suite.ts';

for (const file of files.filter(name => /keygen|keyparser/.test(name))) passesAsOnNode(file);

test.run();
