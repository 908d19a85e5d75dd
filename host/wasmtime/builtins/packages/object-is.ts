// `object-is` and its polyfill: every engine has it.

export default () => Object.is;
