import type { PointXy } from '../../pipeline/geometry/point.ts';
import { isInPolygon } from '../../pipeline/geometry/polygon.ts';
import type { Camera } from '../../store/schema.ts';
import type { Area } from './track-search-request.ts';

/**
 * Cameras that stand in the area, on the flat map of longitudes and latitudes; a box may cross the date
 * line (west of it greater than east). Cameras whose place isn't known are in none.
 */
export function camerasInArea(cameras: readonly Camera[], area: Area): Camera[] {
  return cameras.filter(({ longitude, latitude }) => {
    if (longitude === null || latitude === null) return false;
    if ('bbox' in area) {
      const [west, south, east, north] = area.bbox;
      const between =
        west <= east
          ? west <= longitude && longitude <= east
          : west <= longitude || longitude <= east;
      return between && south <= latitude && latitude <= north;
    }
    const [outline = [], ...holes] = area.coordinates;
    const place: PointXy = [longitude, latitude];
    return isInPolygon(place, outline) && !holes.some((hole) => isInPolygon(place, hole));
  });
}
