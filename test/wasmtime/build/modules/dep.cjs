exports.name = __filename;
exports.main = require.main === module;
exports.self = this === exports;
