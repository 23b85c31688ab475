/* A signature drawn with a finger or a mouse, kept as whole points in a box of 600 by 200.
   Without this file, or with the keyboard alone, one's typed name is the signature. */
"use strict";

const LONGEST = 19000;

for (const holder of document.querySelectorAll("[data-signature]")) {
  const canvas = holder.querySelector("canvas");
  const input = holder.closest("form").querySelector("[data-drawing]");
  const pen = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = (value, most) => Math.round(Math.min(Math.max(value, 0), 1) * most);
    return [at((event.clientX - box.left) / box.width, 600), at((event.clientY - box.top) / box.height, 200)];
  };
  const keep = () => {
    const drawn = strokes.filter((points) => points.length > 1);
    input.value = drawn.map((points) => `M${points.map(([x, y]) => `${x} ${y}`).join(" L")}`).join(" ");
  };
  const prepare = () => {
    pen.clearRect(0, 0, 600, 200);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
  };

  holder.hidden = false;
  prepare();
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    strokes.push(stroke);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || input.value.length > LONGEST) return;
    const [x, y] = place(event);
    const [fromX, fromY] = stroke[stroke.length - 1];
    if (Math.abs(x - fromX) + Math.abs(y - fromY) < 3) return;
    stroke.push([x, y]);
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(x, y);
    pen.stroke();
    keep();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      stroke = null;
      keep();
    });
  }
  holder.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    prepare();
    keep();
  });
}
