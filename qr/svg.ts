import { hexOf } from './colours';
import { darkRuns } from './symbol';
import type { Drawing } from './symbol';

/** An SVG with the pixels of the PNG as its units: one rectangle behind, one path for all dark modules. */
export function drawSvg({ symbol, layout, dark, light }: Drawing): Buffer {
  const { size, modulePixels, offset } = layout;
  const path = darkRuns(symbol).map(({ row, column, length }) => {
    const width = length * modulePixels;
    return `M${offset + column * modulePixels} ${offset + row * modulePixels}h${width}v${modulePixels}h-${width}z`;
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}"`,
    ` shape-rendering="crispEdges">`,
    `<rect width="${size}" height="${size}" fill="${hexOf(light)}"/>`,
    `<path fill="${hexOf(dark)}" d="${path.join('')}"/>`,
    '</svg>\n',
  ];
  return Buffer.from(svg.join(''), 'utf8');
}
