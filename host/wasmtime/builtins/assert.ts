// node:assert, as npm's assert has it.

import assert from 'assert/build/assert.js';

export default assert;
