// The checks of path-unified, with Node's errors.

import { validateObject, validateString } from '../errors.ts';

export default {
  validateObject,
  validateString: (value: unknown, name: string) => validateString(value, name === 'ext' ? 'suffix' : name),
};
