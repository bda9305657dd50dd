/** Where the modules go. */

export interface Layout {
  /** Width and height of the image in pixels. */
  size: number;
  modulePixels: number;
  /** Distance in pixels from the left and upper border to the first module. */
  offset: number;
  warnings: string[];
}

/** Decoders manage with one pixel, cameras in front of a screen do not. */
const MIN_MODULE_PIXELS = 3;

/** ISO/IEC 18004 asks for this much. */
const STANDARD_QUIET_ZONE = 4;

/**
 * Every module gets the same whole number of pixels: modules of uneven width made decoders fail (facts/esim-field.md,
 * section 1.2). What is left over is shared out around the symbol. Too small a size is enlarged, with a warning.
 */
export function layOut(modules: number, wantedSize: number, quietZone: number): Layout {
  const modulesAcross = modules + 2 * quietZone;
  const fitting = Math.floor(wantedSize / modulesAcross);
  const modulePixels = Math.max(fitting, MIN_MODULE_PIXELS);
  const size = Math.max(wantedSize, modulePixels * modulesAcross);
  const warnings: string[] = [];
  if (size > wantedSize) {
    warnings.push(`The image has ${size} pixels instead of ${wantedSize}: cameras could not read it any smaller.`);
  }
  if (quietZone < STANDARD_QUIET_ZONE) {
    warnings.push(
      `The empty border is narrower than ${STANDARD_QUIET_ZONE} modules: some cameras may not find the code.`,
    );
  }
  return { size, modulePixels, offset: Math.floor((size - modulePixels * modules) / 2), warnings };
}
