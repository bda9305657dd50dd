/** What is drawn, and where: shared by the PNG and the SVG, which therefore look the same. */
import type { Colour } from './colours';
import type { Layout } from './layout';

/** A QR symbol: a square of dark and light modules. */
export interface QrSymbol {
  /** Modules along one side, without the quiet zone. */
  modules: number;
  isDark(row: number, column: number): boolean;
}

export interface Drawing {
  symbol: QrSymbol;
  layout: Layout;
  dark: Colour;
  light: Colour;
}

/** A horizontal stretch of dark modules. */
export interface DarkRun {
  row: number;
  column: number;
  length: number;
}

/** The dark modules, row by row, each row's neighbours joined. */
export function darkRuns({ modules, isDark }: QrSymbol): DarkRun[] {
  const runs: DarkRun[] = [];
  for (let row = 0; row < modules; row++) {
    let current: DarkRun | null = null;
    for (let column = 0; column < modules; column++) {
      if (!isDark(row, column)) current = null;
      else if (current === null) runs.push((current = { row, column, length: 1 }));
      else current.length++;
    }
  }
  return runs;
}
