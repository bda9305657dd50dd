/**
 * `qrcode` (node-qrcode, MIT): turns text into the modules of a QR symbol. Only its core is used: the rest draws through
 * `fs` and `zlib`, which a published n8n package may not touch.
 */
export { create } from 'qrcode/lib/core/qrcode';
