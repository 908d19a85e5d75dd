// node:constants: those of node:os in one list. Of files and ciphers, which guests do not have, there are none.

import { constants } from './os/constants.ts';

export default { ...constants.dlopen, ...constants.errno, ...constants.priority, ...constants.signals };
