export const { url, filename, dirname, main } = import.meta;
export default 'lazy';
