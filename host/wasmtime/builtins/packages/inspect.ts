// `inspect` and `format`, of which readable-stream brings a small copy for its errors.

import inspected from 'node-inspect-extracted';

const { format, inspect } = inspected;

export default { format, inspect };
