// `abort-controller` as packages import it where there is no other.

import { AbortController, AbortSignal } from '../../globals/abort.ts';

export default { AbortController, AbortSignal };
