/** n8n-core keeps its settings in the user's home unless told otherwise: each test process gets a folder of its own. */
const { join } = require('node:path');

process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_USER_FOLDER = join(process.env.TEST_FOLDER, process.env.JEST_WORKER_ID);

// a request that is given up while its connection is being made would otherwise end the whole test file, outside of any test
require('node:net').setDefaultAutoSelectFamily(false);
