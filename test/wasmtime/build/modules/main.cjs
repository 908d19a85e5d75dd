// What a CommonJS program is told of itself, and what it finds.

const dep = require('./dep.cjs');
const data = require('./data.json');
const { join } = require('node:path');

const codeOf = load => {
  try {
    return load();
  } catch (error) {
    return [error.code, error.message];
  }
};

let optional;
try {
  optional = require('a-package-that-nobody-has');
} catch (error) {
  optional = [error.code, error.message];
}

console.log(
  JSON.stringify({
    dep,
    data,
    name: join(__dirname, 'x') === join(__filename, '../x') && __filename,
    main: require.main === module,
    optional,
    computed: require(['pa', 'th'].join('')) === require('node:path'),
    unknown: codeOf(() => require(['no', 'thing'].join('-'))),
  }),
);
import('./lazy.mjs').then(lazy => console.log(JSON.stringify({ ...lazy })));
import(['no', 'thing'].join('-')).catch(error => console.log(error.code));
