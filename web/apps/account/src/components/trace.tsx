const WIDTH = 480;
const HEIGHT = 900;
const STEP = 60;

const lines = (length: number) => Array.from({ length: length / STEP + 1 }, (_, i) => i * STEP);

/** A calm swell with a pulse on it, as an oscilloscope would draw it. */
function trace(): string {
  const points: string[] = [];
  for (let y = 0; y <= HEIGHT; y += 3) {
    const swell = Math.sin(y / 68) * 46;
    const pulse = Math.exp(-(((y - 520) / 34) ** 2)) * Math.sin(y / 5.2) * 120;
    points.push(`${(WIDTH / 2 + swell + pulse).toFixed(1)},${y}`);
  }
  return points.join(" ");
}

const TRACE = trace();

/** The graticule and its trace, beside the forms. */
export function Trace() {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 size-full"
    >
      <g stroke="#ffffff" strokeOpacity="0.09">
        {lines(WIDTH).map((x) => (
          <line key={x} x1={x} x2={x} y1={0} y2={HEIGHT} />
        ))}
        {lines(HEIGHT).map((y) => (
          <line key={y} y1={y} y2={y} x1={0} x2={WIDTH} />
        ))}
      </g>
      <g stroke="#ffffff" strokeOpacity="0.28">
        {Array.from({ length: HEIGHT / 12 }, (_, i) => (
          <line key={i} x1={WIDTH / 2 - 4} x2={WIDTH / 2 + 4} y1={i * 12} y2={i * 12} />
        ))}
      </g>
      <polyline points={TRACE} fill="none" stroke="#62d6c0" strokeOpacity="0.18" strokeWidth="9" />
      <polyline points={TRACE} fill="none" stroke="#8ff0dc" strokeWidth="1.8" />
    </svg>
  );
}
