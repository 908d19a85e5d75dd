// `punycode` as npm's url uses it, for names of hosts.

import idna from '../url/idna.ts';

export default { toASCII: (domain: string) => idna.toASCII(domain) ?? domain };
