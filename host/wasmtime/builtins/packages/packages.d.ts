// The packages of npm that built-ins are made of and that bring no types, as far as they are used.

declare module '@pkgjs/parseargs' {
  export function parseArgs(config?: object): object;
}

declare module 'punycode/punycode.js' {
  const punycode: {
    encode(text: string): string;
    decode(text: string): string;
    toASCII(domain: string): string;
    toUnicode(domain: string): string;
  };
  export default punycode;
}

declare module 'readable-stream/lib/stream.js' {
  const Stream: {
    Duplex: new (options?: object) => object;
    promises: object;
    setDefaultHighWaterMark(objectMode: boolean, value: number): void;
  };
  export default Stream;
}

declare module 'url/url.js' {
  const url: {
    Url: { prototype: { search: unknown; query: unknown; parse(url: string, ...more: unknown[]): unknown } };
    parse(url: string): object;
    resolve(from: string, to: string): string;
    resolveObject(from: string, to: string): object;
    format(url: unknown): string;
  };
  export default url;
}

declare module 'whatwg-url' {
  export class URLSearchParams {
    constructor(init?: string | Iterable<[string, string]> | Record<string, string>);
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }
  export class URL {
    constructor(input: string, base?: string);
    static canParse(input: string, base?: string): boolean;
    get searchParams(): URLSearchParams;
    readonly origin: string;
    get href(): string;
    set href(value: string);
    protocol: string;
    username: string;
    password: string;
    host: string;
    hostname: string;
    port: string;
    pathname: string;
    search: string;
    hash: string;
  }
}
