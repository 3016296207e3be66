"use strict";
// Sorting and filtering where scripts run. Without them every row is there, in the order that matters most.

function value(row, column) {
  const cell = row.cells[column];
  const told = cell.dataset.value;
  return told === undefined ? cell.textContent.trim() : told === "" ? null : Number(told);
}

function compare(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  return sign * (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang));
}

function sortable(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.dataset.fixed !== undefined) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column), down ? -1 : 1));
      body.append(...rows);
    });
  });
}

function filter(box) {
  const input = box.querySelector("input");
  const count = box.querySelector("[role=status]");
  const rows = [...document.getElementById(box.dataset.filters).tBodies[0].rows];
  const apply = () => {
    const sought = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(sought);
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = box.dataset.count.replace("#", shown).replace("#", rows.length);
  };
  input.addEventListener("input", apply);
  box.hidden = false;
  apply();
}

document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("[data-filters]").forEach(filter);
