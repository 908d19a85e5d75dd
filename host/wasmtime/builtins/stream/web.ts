// node:stream/web: npm's web-streams-polyfill.

import * as streams from 'web-streams-polyfill';

export default { ...streams };
