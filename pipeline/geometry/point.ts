/** A point on a plane: fractions of a picture, pixels, or longitude and latitude, as its place says. */
export type PointXy = readonly [x: number, y: number];
