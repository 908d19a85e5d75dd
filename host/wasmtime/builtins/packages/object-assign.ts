// `object.assign/polyfill`: every engine has it.

export default () => Object.assign;
