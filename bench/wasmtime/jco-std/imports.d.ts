// The imports of the programs on jco-std's net, as componentize-qjs gives them to JavaScript: a u64 is a number.

declare module 'wasi:sockets/instance-network@0.2.12';
declare module 'wasi:sockets/ip-name-lookup@0.2.12';
declare module 'wasi:sockets/tcp-create-socket@0.2.12';
