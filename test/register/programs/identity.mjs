// The key and certificate that the test has made for the program.
const { key, cert } = JSON.parse(process.env.IDENTITY);

export { cert, key };
/** What a client trusts it by. */
export const trusting = { ca: cert, host: '127.0.0.1' };
