// `qs` as npm's url uses it, which Node's url leaves to querystring.

import querystring from '../querystring.ts';

export default {
  parse: (text: string) => querystring.parse(text),
  stringify: (query: object) => querystring.stringify(query),
};
