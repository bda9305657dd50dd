/**
 * `fast-png` (MIT, with `iobuffer` and `fflate`, both MIT): writes PNG files without `zlib`, which a published n8n
 * package may not touch.
 */
export { encode } from 'fast-png';
