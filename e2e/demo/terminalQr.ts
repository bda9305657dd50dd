import { create } from 'qrcode';

const QUIET_ZONE = 4;
const BLACK_ON_WHITE = '\u001b[30;107m';
const RESET = '\u001b[0m';

/** A QR code drawn with half blocks, two rows of modules a line, for a terminal that knows colours. */
export function terminalQr(text: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < modules.size && column < modules.size && modules.get(row, column) === 1;
  const lines: string[] = [];
  for (let row = -QUIET_ZONE; row < modules.size + QUIET_ZONE; row += 2) {
    let line = '';
    for (let column = -QUIET_ZONE; column < modules.size + QUIET_ZONE; column++) {
      const [upper, lower] = [isDark(row, column), isDark(row + 1, column)];
      line += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
    }
    lines.push(`  ${BLACK_ON_WHITE}${line}${RESET}`);
  }
  return lines.join('\n');
}
