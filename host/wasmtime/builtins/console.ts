// node:console.

import { Console, console } from './console/console.ts';

export default Object.assign(console, { Console });
