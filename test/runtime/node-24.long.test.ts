// All that is compared with node:net, under Node 24.
import { test } from 'uvu';
import { passesUnder } from '../support/other-node.ts';

passesUnder('node-24', ['test/unit/', 'test/api/', 'test/fuzz/']);

test.run();
