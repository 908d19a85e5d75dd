// node:punycode: npm's package of that name, from which Node's is made.

import punycode from 'punycode/punycode.js';

export default punycode;
