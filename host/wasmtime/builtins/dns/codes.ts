// The codes of node:dns, by the names that it exports.

const NAMES = [
  ...['NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY', 'BADNAME', 'BADFAMILY'],
  ...['BADRESP', 'CONNREFUSED', 'TIMEOUT', 'EOF', 'FILE', 'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS'],
  ...['NONAME', 'BADHINTS', 'NOTINITIALIZED', 'LOADIPHLPAPI', 'ADDRGETNETWORKPARAMS', 'CANCELLED'],
];

export const codes: Record<string, string> = Object.fromEntries(
  NAMES.map(name => [name, name === 'EOF' ? 'EOF' : `E${name}`]),
);
