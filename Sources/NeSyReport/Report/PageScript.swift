/// The script of a page: it chooses among images, unfolds what a link or paper asks for, and shows justifications that
/// were worked out beforehand. Names become text nodes, never markup.
enum PageScript {
    static let text = #"""
        (() => {
        "use strict";
        const data = JSON.parse(document.getElementById("data").textContent);
        const find = id => document.getElementById(id);
        const make = (tag, kind, ...inside) => {
          const element = document.createElement(tag);
          if (kind) element.className = kind;
          element.append(...inside);
          return element;
        };

        // What a link leads to is unfolded, and everything is for paper.
        const unfold = target => {
          for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
        };
        let folded = [];
        addEventListener("beforeprint", () => {
          folded = [...document.querySelectorAll("details:not([open])")];
          for (const e of folded) e.open = true;
          for (const e of document.images) e.loading = "eager";
        });
        addEventListener("afterprint", () => { for (const e of folded) e.open = false; });

        const { classes, named, targets, predicates, rules, exceptions, patterns, images, thumbnails } = data;

        const chip = index => {
          const [name, anchor, ground] = predicates[index];
          const link = make("a", "chip");
          link.href = "#" + anchor;
          if (ground) {
            const glimpse = make("span", "glimpse " + ground);
            glimpse.setAttribute("aria-hidden", "true");
            link.append(glimpse);
          }
          link.append(make("span", "name", name));
          return link;
        };
        const line = (holds, ...inside) =>
          make("li", holds ? "yes" : "no", make("span", "mark", holds ? "yes: " : "no: "), ...inside);
        const literal = ([predicate, wanted], holds) =>
          line(holds, chip(predicate), (wanted === 1) === holds ? " holds" : " does not hold");
        const exception = (number, outcome) => line(!Array.isArray(outcome),
          "exception ", make("span", "ab", "ab" + (number + 1)),
          Array.isArray(outcome) ? " applies" : " does not apply", findings(exceptions[number], outcome));
        const findings = ([body, refers], outcome) => {
          const list = make("ul", "findings");
          if (Array.isArray(outcome)) {
            for (const one of body) list.append(literal(one, true));
            outcome.forEach((inner, place) => list.append(exception(refers[place], inner)));
            if (!list.children.length) list.append(make("li", "yes", "without a condition"));
          } else if (typeof outcome === "number") {
            list.append(literal(body[outcome], false));
          } else if (outcome) {
            list.append(exception(refers[outcome.x], outcome.o));
          }
          return list;
        };
        const ruleLink = rule => {
          const link = make("a", "", "rule " + (rule + 1));
          link.href = "#rule-" + (rule + 1);
          return link;
        };

        const verdict = image => {
          const said = patterns[image[3]][1];
          return said < 0 ? "unclassified" : said === targets[image[1]] ? "right" : "wrong";
        };
        const disagrees = image => image[2] >= 0 && patterns[image[3]][1] !== targets[image[2]];

        const picture = (image, kind) => {
          const index = image[4];
          if (index < 0 || !thumbnails) return make("span", kind + " nameless", image[0]);
          const sheet = Math.floor(index / thumbnails.perSheet), place = index % thumbnails.perSheet;
          const { columns } = thumbnails, rows = thumbnails.rows[sheet];
          const element = make("span", kind + " s" + sheet);
          const x = columns > 1 ? place % columns / (columns - 1) * 100 : 0;
          const y = rows > 1 ? Math.floor(place / columns) / (rows - 1) * 100 : 0;
          element.style.backgroundPosition = x + "% " + y + "%";
          element.setAttribute("role", "img");
          element.setAttribute("aria-label", image[0]);
          return element;
        };

        const gallery = find("gallery"), answer = find("answer"), size = 60;
        let found = [], page = 0, chosen = -1;

        const show = index => {
          const image = images[index], pattern = patterns[image[3]];
          const [bits, said, rule, outcome, passed] = pattern;
          const row = (name, value) => make("div", "", make("dt", "", name), make("dd", "", value));
          const network = image[2] < 0 ? "not known" : classes[image[2]];
          const words = { right: "right", wrong: "wrong", unclassified: "no class" }[verdict(image)];
          answer.replaceChildren(
            make("div", "head", picture(image, "thumbnail large"),
              make("div", "", make("h3", "", image[0]),
                make("dl", "facts", row("Class", classes[image[1]]),
                  row("Network", network + (image[2] < 0 ? "" : image[2] === image[1] ? ", right" : ", wrong")),
                  row("Rules", said < 0 ? words : named[said] + ", " + words)))));
          if (rule >= 0) {
            answer.append(
              make("p", "verdict", make("b", "", named[said]), ", by ", ruleLink(rule), ":"),
              findings(rules[rule][1], outcome));
          } else {
            answer.append(make("p", "verdict", make("b", "", said < 0 ? "No class" : named[said]),
              said < 0 ? ": no rule applies." : ", since no rule applies."));
          }
          if (passed.length) {
            const list = make("ul", "passed");
            passed.forEach((inner, place) => list.append(make("li", "",
              ruleLink(place), " (" + named[rules[place][0]] + ")", findings(rules[place][1], inner))));
            const count = passed.length + (passed.length === 1 ? " rule" : " rules");
            const fold = make("details", "",
              make("summary", "", rule >= 0 ? count + " before it that " + (passed.length === 1 ? "does" : "do") +
                " not apply" : "Why not: " + count), list);
            fold.open = rule < 0 && passed.length <= 12;
            answer.append(fold);
          }
          const on = predicates.map((_, place) => place)
            .filter(place => parseInt(bits[place >> 2], 16) >> (3 - place % 4) & 1);
          const all = make("p", "holding", on.length ? "Holding: " : "No predicate holds.");
          on.forEach((place, order) => all.append(
            make("span", "goal", chip(place), order < on.length - 1 ? "," : "."), " "));
          answer.append(all);
        };

        const choose = (index, byHand) => {
          const old = gallery.querySelector("[aria-selected=true]");
          if (old) old.setAttribute("aria-selected", "false");
          chosen = index;
          const place = found.indexOf(index);
          if (place >= 0) {
            if (Math.floor(place / size) !== page) { page = Math.floor(place / size); list(); }
            const item = find("choice-" + index);
            item.setAttribute("aria-selected", "true");
            gallery.setAttribute("aria-activedescendant", item.id);
            if (byHand) item.scrollIntoView({ block: "nearest" });
          }
          show(index);
          if (byHand) history.replaceState(null, "", "#image-" + (index + 1));
        };

        const list = () => {
          const first = page * size, shown = found.slice(first, first + size);
          gallery.replaceChildren(...shown.map(index => {
            const image = images[index];
            const item = make("li", verdict(image), picture(image, "thumbnail"));
            item.id = "choice-" + index;
            item.title = image[0];
            item.setAttribute("role", "option");
            item.setAttribute("aria-selected", String(index === chosen));
            item.setAttribute("aria-label", image[0] + ", " + classes[image[1]] + ", rules: " +
              { right: "right", wrong: "wrong", unclassified: "no class" }[verdict(image)]);
            item.addEventListener("click", () => choose(index, true));
            return item;
          }));
          if (!shown.includes(chosen)) gallery.removeAttribute("aria-activedescendant");
          const last = first + shown.length;
          find("page").textContent = found.length > size ? (first + 1) + " to " + last : "";
          find("page-back").hidden = find("page-on").hidden = found.length <= size;
          find("page-back").disabled = page === 0;
          find("page-on").disabled = last >= found.length;
        };

        const filter = () => {
          const ofClass = find("choose-class").value, said = find("choose-verdict").value;
          const part = find("choose-name").value.toLowerCase();
          found = images.map((_, index) => index).filter(index => {
            const image = images[index];
            if (ofClass !== "all" && image[1] !== Number(ofClass)) return false;
            if (said === "disagree" && !disagrees(image)) return false;
            if (said !== "all" && said !== "disagree" && verdict(image) !== said) return false;
            return !part || image[0].toLowerCase().includes(part);
          });
          page = 0;
          find("found").textContent = found.length === 1 ? "1 image" : found.length.toLocaleString("en") + " images";
          list();
        };

        const reset = () => {
          find("choose-class").value = find("choose-verdict").value = "all";
          find("choose-name").value = "";
          filter();
        };

        // Links of the page: #image-12 is an image of the explorer, everything else a place.
        const follow = () => {
          const hash = location.hash.slice(1);
          const image = gallery && /^image-(\d+)$/.exec(hash);
          if (image && Number(image[1]) >= 1 && Number(image[1]) <= images.length) {
            if (!found.includes(Number(image[1]) - 1)) reset();
            choose(Number(image[1]) - 1, false);
            find("explorer").scrollIntoView();
          } else if (hash) {
            const target = find(hash);
            if (target) { unfold(target); if (target.tagName === "DETAILS") target.open = true; target.scrollIntoView(); }
          }
        };

        if (gallery) {
          find("chooser").hidden = false;
          for (const id of ["choose-class", "choose-verdict"]) find(id).addEventListener("change", filter);
          find("choose-name").addEventListener("input", filter);
          find("page-back").addEventListener("click", () => { page -= 1; list(); });
          find("page-on").addEventListener("click", () => { page += 1; list(); });
          gallery.addEventListener("keydown", event => {
            const items = gallery.children;
            if (!items.length) return;
            const top = items[0].offsetTop;
            const across = Math.max(1, [...items].filter(item => item.offsetTop === top).length);
            const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, PageDown: size,
              PageUp: -size, Home: -found.length, End: found.length }[event.key];
            if (!step) return;
            event.preventDefault();
            const place = found.indexOf(chosen);
            const next = place < 0 ? page * size : Math.min(found.length - 1, Math.max(0, place + step));
            choose(found[next], true);
          });
          for (const link of document.querySelectorAll("[data-image]")) {
            const index = Number(link.dataset.image);
            link.href = "#image-" + (index + 1);
          }
          filter();
          if (found.length) choose(found[0], false);
        }
        addEventListener("hashchange", follow);
        // A link to where the address leads already is no change of it.
        document.addEventListener("click", event => {
          const link = event.target.closest("a[href^='#']");
          if (link && link.hash === location.hash) follow();
        });
        follow();
        })();

        """#
}
