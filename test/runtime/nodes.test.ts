// The newest Node beside the one that runs the tests: messages, checks and the order of events are its own.
import { test } from 'uvu';
import { passesUnder } from '../support/other-node.ts';

passesUnder('node-26', [
  'test/unit/',
  'test/api/traces',
  'test/api/failures',
  'test/api/forms',
  'test/fuzz/',
]);

test.run();
