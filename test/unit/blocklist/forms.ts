// What SocketAddress and its `parse` may be given, right and wrong; all of it can go through JSON.

export const MAKES: readonly unknown[] = [
  ...[{}, null, [], 'x', 5, { family: 'IPV6' }, { family: 'x' }, { family: 4 }, { family: null }],
  ...[{ address: 5 }, { address: 'x' }, { address: '1.2.3.4 ' }, { address: '' }, { address: null }],
  ...[{ address: '::1' }, { address: '::1', family: 'ipv6' }, { address: '1.2.3.4\0x' }],
  ...[{ port: -1 }, { port: 65536 }, { port: 'x' }, { port: '0x50' }, { port: '' }, { port: null }],
  ...[{ flowlabel: 'x' }, { flowlabel: 1.5 }, { flowlabel: -1 }, { flowlabel: 2 ** 32 }, { flowlabel: 5 }],
  ...[
    { family: 'ipv6', flowlabel: 5 },
    { family: 'ipv6', address: '1.2.3.4' },
  ],
  ...[
    { family: 'ipv6', address: '' },
    { family: 'ipv6', address: '::1%zzz' },
  ],
  { family: 'ipv6', flowlabel: 0xfffff, address: 'FE80::1%lo', port: 65535 },
];

export const PARSES: readonly unknown[] = [
  ...['1.2.3.4', '1.2.3.4:80', '1.2.3.4:8080', '[::1]:80', '[::1]:443', '[::1]', '::1', 'localhost:80'],
  // Numbers in all the forms that a URL's host may have.
  ...[
    '0x7f.1:80',
    '0x7f.1:81',
    '017700000001:1',
    '2130706433:9',
    '1.2:3',
    '0',
    '4294967295:1',
    '4294967296:1',
  ],
  ...['1.2.3.4:65535', '1.2.3.4:65536', '1.2.3.4:', '1.2.3.4:0', '1.2.3.4:08', '1.2.3.4:-1', '1.2.3.4:5a'],
  ...['', ':', ':1', ' 1.2.3.4:5 ', '\t1.2.3.4:5', '1.2.3.4:5\n', '1.2.3.4:80 ', '256.1.1.1', '1.2.3.4.:5'],
  ...['user@1.2.3.4:5', 'u:p@1.2.3.4:5', '1.2.3.4/path', '1.2.3.4:5/path?x', '1.2.3.4?x', '1.2.3.4#x'],
  ...['/1.2.3.4', '//1.2.3.4:7', '\\1.2.3.4:7', '1.2.3.4\\x', '%31.2.3.4:5', '１.2.3.4:5', '1。2。3。4:5'],
  ...[
    '[::ffff:1.2.3.4]:5',
    '[2001:DB8::1]:5',
    '[fe80::1%25lo]:5',
    '[fe80::1%lo]',
    '[::1',
    '[1.2.3.4]',
    '[::1]x',
  ],
  ...[5, null, {}],
];
