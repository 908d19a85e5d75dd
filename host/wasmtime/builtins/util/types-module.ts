// node:util/types.

import { types } from './types.ts';

export default types;
