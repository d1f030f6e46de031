/// The style sheet of a page: light, dark and on paper. Its colours are those of the plots.
enum PageStyle {
    static let (lightLink, darkLink) = (Colour(0x0B57A4), Colour(0x8EC5FF))

    static var text: String {
        ":root{color-scheme:light dark;\(colours(\.light));--link:\(lightLink.hex);--tint:#eaf1f8}\n"
            + "@media screen and (prefers-color-scheme:dark){:root{\(colours(\.dark));--link:\(darkLink.hex);"
            + "--tint:#1d2a38}}\n"
            + Role.paintRules { "var(--\($0.rawValue))" } + "\n" + rules
    }

    private static func colours(_ colour: (Role) -> Colour) -> String {
        Role.allCases.map { "--\($0.rawValue):\(colour($0).hex)" }.joined(separator: ";")
    }

    private static let rules = #"""
        *{box-sizing:border-box}
        html{font:16px/1.55 \#(SVGDocument.fonts);-webkit-text-size-adjust:100%;scroll-padding-top:64px}
        body{margin:0;color:var(--ink);background:var(--paper)}
        h1,h2,h3,.abstract,.value{font-family:"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"DejaVu Serif",serif}
        h1{font-size:clamp(1.7rem,5vw,2.5rem);line-height:1.15;font-weight:600;margin:0;overflow-wrap:anywhere}
        h2{font-size:1.55rem;line-height:1.2;font-weight:600;margin:0 0 .8rem;overflow-wrap:anywhere}
        h3{font-size:1.12rem;line-height:1.3;font-weight:600;margin:1.6rem 0 .5rem;overflow-wrap:anywhere}
        p{margin:.5rem 0;max-width:50rem;text-wrap:pretty}
        a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
        small,.detail,.attribute,.gist,.origin,figcaption{font-size:.84rem;color:var(--muted)}
        code,pre,.ab{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
        ul,ol{margin:0;padding:0}
        ul{list-style:none}
        figure{margin:0}
        figure svg{display:block;max-width:100%;height:auto}
        .scrolling figure svg{max-width:none}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .top,main,footer,.sections ul{max-width:72rem;margin:0 auto;padding:0 1.5rem}
        .top{padding-top:2.6rem;padding-bottom:1.2rem}
        .over{margin:0 0 .3rem;font-size:.78rem;letter-spacing:.09em;text-transform:uppercase;color:var(--muted)}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;z-index:9;background:var(--paper);padding:.5rem 1rem}
        .sections{position:sticky;top:0;z-index:5;background:var(--paper);border-bottom:1px solid var(--faint)}
        .sections ul{display:flex;gap:1.4rem;overflow-x:auto;scrollbar-width:none}
        .sections a{display:block;padding:.6rem 0;font-size:.88rem;color:var(--muted);text-decoration:none;white-space:nowrap}
        .sections a:hover{color:var(--ink);box-shadow:inset 0 -2px var(--ink)}
        main>section{padding:2.2rem 0;border-bottom:1px solid var(--faint)}
        main>section:last-child{border:0}
        footer{padding-top:1rem;padding-bottom:3rem;font-size:.84rem;color:var(--muted)}
        .summary h2{position:absolute;left:-999rem}
        .abstract{font-size:clamp(1.12rem,2.6vw,1.34rem);line-height:1.5;max-width:52rem;margin:0 0 1rem}
        .lead{color:var(--muted);margin:0 0 1rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1.2rem 2rem;margin:1.6rem 0 0}
        .figure{border-top:2px solid var(--ink);padding-top:.5rem}
        .figure dt{font-size:.84rem;color:var(--muted)}
        .figure dd{margin:0}
        .value{font-size:1.9rem;line-height:1.25;font-variant-numeric:lining-nums tabular-nums}
        .facts{margin:0 0 1rem}
        dl.facts div{display:grid;grid-template-columns:11rem 1fr;gap:1rem;padding:.3rem 0;border-bottom:1px solid var(--faint)}
        dl.facts dt{color:var(--muted)}
        dl.facts dd{margin:0;overflow-wrap:anywhere}
        .notes{list-style:disc;padding-left:1.2rem;margin:1rem 0}
        table{border-collapse:collapse;width:100%;margin:0 0 1rem}
        caption{text-align:left;font-size:.84rem;color:var(--muted);padding:0 0 .4rem}
        th{font-weight:600;text-align:left}
        th.number{text-align:right}
        thead th{font-size:.84rem;font-weight:400;color:var(--muted);vertical-align:bottom;border-bottom:1px solid var(--muted);padding:.3rem .6rem}
        thead th.number{white-space:normal}
        tbody th,tbody td{overflow-wrap:break-word}
        tbody td,tbody th{padding:.45rem .6rem;border-bottom:1px solid var(--faint);vertical-align:top}
        .plain{width:auto;max-width:100%}
        .plain th:first-child{padding-left:0}
        .plain tbody th{font-weight:400}
        .differs td{font-weight:600}
        .rules tbody td,.rules tbody th{padding:.45rem .6rem}
        .rules tbody th.number{font-weight:400;color:var(--muted);width:2.6rem}
        .rules tbody .number{line-height:2.05}
        .support{display:flex;flex-direction:row-reverse;align-items:center;gap:.7rem}
        .support>:first-child{flex:none;min-width:3.4rem}
        .rules .bar{flex:none;width:5rem;margin:0}
        .rules td.number{width:6.4rem;color:var(--muted)}
        .rules td.main:nth-child(3){width:9.5rem}
        .rules td.main{color:inherit}
        .rules tr:target,.sheet:target{background:var(--tint)}
        .rule{line-height:2.05}
        .head{font-weight:650}
        .if{color:var(--muted)}
        .goal{display:inline-block;max-width:100%}
        .not{font-style:italic;color:var(--wrong)}
        .chip{max-width:100%;display:inline-flex;align-items:center;gap:.35rem;vertical-align:middle;line-height:1.5;padding:1px .5rem 1px 3px;border:1px solid var(--faint);border-radius:6px;background:var(--paper);text-decoration:none;color:var(--ink);white-space:normal;overflow-wrap:anywhere}
        .chip:hover{border-color:var(--link);color:var(--link)}
        .chip .name:first-child{padding-left:.3rem}
        .bare{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
        .glimpse{flex:none;width:1.6rem;height:1.6rem;border-radius:4px;background-size:cover;background-position:center;transition:transform .12s}
        .not+.chip{border-style:dashed}
        .not+.chip .glimpse{filter:grayscale(1);opacity:.75}
        .chip:hover .glimpse{transform:scale(5);transform-origin:0 100%;position:relative;z-index:4;filter:none;opacity:1;border-radius:1px}
        @media(prefers-reduced-motion){.glimpse{transition:none}}
        .exceptions{padding-left:1.4rem;font-size:.94rem}
        .swatch{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.4em}
        .bar{display:flex;height:5px;margin-top:.25rem;background:var(--panel);border-radius:2px;overflow:hidden}
        .bar .right{background:var(--right)}
        .bar .wrong{background:var(--wrong)}
        .bar .concept,.bar .share{background:var(--right)}
        .on-small{display:none}
        details{margin:.8rem 0}
        summary{cursor:pointer;color:var(--link);width:fit-content;max-width:100%}
        details>pre{overflow-x:auto;background:var(--panel);padding:1rem;border-radius:6px;line-height:1.6}
        .index ul{display:flex;flex-wrap:wrap;gap:.4rem;margin:0 0 1.4rem;max-height:19rem;overflow-y:auto;padding:3px}
        .sheet{border-top:1px solid var(--faint);margin:0;padding:.9rem 0;content-visibility:auto;contain-intrinsic-size:auto 26rem}
        .sheet:not([open]){contain-intrinsic-size:auto 3.4rem}
        .sheet>summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem .9rem;width:auto;color:var(--ink)}
        .sheet>summary::before{content:"▸";color:var(--muted);width:1rem;margin-right:-.5rem}
        .sheet[open]>summary::before{content:"▾"}
        .sheet h3{margin:0;font-size:1.3rem}
        .attribute{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.7rem;margin:.9rem 0 1.1rem}
        .photo{display:block;width:100%;height:auto;background-size:cover;border-radius:4px;background-color:var(--panel)}
        .tiles a{display:block}
        figcaption small{display:block}
        figcaption{line-height:1.35;padding-top:.2rem;overflow-wrap:anywhere}
        .columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.2rem 2.6rem;align-items:start}
        .sheet .origin{margin:.3rem 0 0 1rem;max-width:none}
        .note{border-left:3px solid var(--faint);padding-left:.8rem}
        .bars tbody td,.bars tbody th{padding:.22rem .6rem .22rem 0;border:0;font-weight:400;font-size:.9rem}
        .bars tbody th{overflow-wrap:anywhere}
        .bars thead{position:absolute;left:-999rem}
        .bars .wide{width:40%;vertical-align:middle}
        .bars .bar{margin:0;height:8px}
        .rest{font-size:.84rem;color:var(--muted)}
        .pair{display:flex;flex-wrap:wrap;gap:1.6rem 2.6rem;align-items:flex-start;margin:0 0 1rem}
        .pair>*{max-width:100%}
        .pair .plain{font-size:.88rem;flex:0 1 30rem}
        .pair .plain tbody td,.pair .plain tbody th{padding-top:.3rem;padding-bottom:.3rem}
        .rules-of{flex:1 1 22rem;min-width:0}
        .scrolling{overflow-x:auto}
        .key{font-weight:600;white-space:nowrap}
        .key::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.3em;background:currentColor}
        .key.right{color:var(--right)}
        .key.wrong{color:var(--wrong)}
        .key.none::before{background:var(--undecided)}
        .compact{padding-left:1.8rem;line-height:2.05}
        .compact li::marker{color:var(--muted)}
        .shared{border:1px solid var(--faint);border-radius:6px;padding:0 .4rem;line-height:1.4;display:inline-block}
        .groups{display:flex;flex-wrap:wrap;gap:.6rem 2.4rem}
        .group h3{margin:.4rem 0 .5rem}
        .group .gallery{display:flex;flex-wrap:wrap}
        .group .thumbnail{width:4.6rem}
        .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(4rem,1fr));gap:.45rem;margin:0 0 1rem}
        .gallery a{display:block;text-decoration:none}
        .thumbnail{display:block;width:100%;aspect-ratio:1;background-color:var(--panel);border-radius:4px;overflow:hidden}
        .nameless{font-size:.66rem;line-height:1.25;color:var(--muted);padding:.2rem;overflow-wrap:anywhere;background-image:none}
        .filters{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:end;margin:0 0 1rem}
        .filters label span{display:block;font-size:.84rem;color:var(--muted)}
        .filters p{margin:0;padding:.3rem 0;color:var(--muted)}
        select,input,button{font:inherit;font-size:.95rem;color:inherit;background:var(--paper);border:1px solid var(--muted);border-radius:6px;padding:.3rem .6rem;max-width:100%}
        button{cursor:pointer}
        button:disabled{opacity:.45;cursor:default}
        .panes{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2rem;align-items:start}
        #gallery{max-height:34rem;overflow-y:auto;padding:4px}
        #gallery li{cursor:pointer;border-bottom:4px solid var(--undecided);border-radius:4px}
        #gallery .right{border-color:var(--right)}
        #gallery .wrong{border-color:var(--wrong)}
        #gallery [aria-selected=true]{outline:3px solid var(--link);outline-offset:1px}
        .pager{display:flex;gap:1rem;align-items:center;color:var(--muted)}
        .answer .head{display:flex;gap:1.2rem;font-weight:400}
        .answer .head>div{flex:1;min-width:0}
        .answer h3{margin:0 0 .4rem;font-size:1rem}
        .answer dl.facts div{grid-template-columns:5.5rem 1fr;padding:.15rem 0}
        .large{flex:none;width:9rem;height:9rem}
        .verdict{margin:.6rem 0 .2rem}
        .findings{padding-left:.2rem;line-height:2}
        .findings .findings{padding-left:1.5rem}
        .mark{position:absolute;left:-999rem}
        .findings>.yes::before{content:"✓";color:var(--right);font-weight:700;display:inline-block;width:1.4rem}
        .findings>.no::before{content:"✗";color:var(--wrong);font-weight:700;display:inline-block;width:1.4rem}
        .passed>li{margin:.5rem 0}
        .holding{line-height:2.05;color:var(--muted)}
        .patterns{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1.4rem 2rem;padding-left:1.6rem;margin-top:.8rem}
        .patterns p{margin:0}
        @media(max-width:46rem){
        .top,main,footer,.sections ul{padding-left:1rem;padding-right:1rem}
        main>section{padding:1.7rem 0}
        .figures{grid-template-columns:1fr 1fr;gap:1rem}
        .value{font-size:1.5rem}
        dl.facts div{grid-template-columns:1fr;gap:0}
        .rules thead{position:absolute;left:-999rem}
        .rules,.rules tbody,.rules caption{display:block}
        .rules tr{display:grid;grid-template-columns:2rem 2fr 1fr;border-bottom:1px solid var(--faint);padding:.6rem 0}
        .rules tbody td,.rules tbody th{border:0;padding:.1rem 0}
        .rules tbody th.number{width:auto;text-align:left;padding-top:.45rem}
        .rules .rule{grid-column:2/4}
        .rules tbody td.number{grid-column:auto;width:auto;text-align:left;font-size:.84rem;line-height:1.6}
        .rules tbody td.number:nth-child(odd){grid-column:2}
        .on-small{display:inline}
        .support{flex-direction:row}
        .support>:first-child{min-width:8.4rem}
        .rules .bar{width:3.6rem}
        .plain{display:block;overflow-x:auto}
        .plain tbody td,.plain tbody th,.plain thead th{padding-left:.25rem;padding-right:.25rem;font-size:.88rem}
        .tiles{grid-template-columns:repeat(auto-fill,minmax(5.2rem,1fr));gap:.5rem}
        .columns{grid-template-columns:1fr}
        .panes{grid-template-columns:1fr;gap:1rem}
        #gallery{max-height:16rem}
        .large{width:6rem;height:6rem}
        .patterns{grid-template-columns:1fr}
        }
        @media print{
        @page{margin:16mm 14mm}
        html{font-size:10.5pt}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .sections,.skip,.chooser,noscript,.index,.on-screen{display:none!important}
        .top,main,footer{max-width:none;padding:0}
        a{color:inherit;text-decoration:none}
        details::details-content{content-visibility:visible!important;block-size:auto!important;display:block}
        .sheet{content-visibility:visible}
        summary{color:var(--ink);list-style:none}
        .sheet>summary::before,.sheet[open]>summary::before{content:none}
        main>section{padding:6mm 0}
        h2,h3,summary,caption,.lead{break-after:avoid}
        tr,figure,.tiles li,.figure,.patterns li,.clause{break-inside:avoid}
        .scrolling{overflow:visible}
        .scrolling figure svg{max-width:100%}
        #gallery,.index ul{max-height:none}
        .tiles{grid-template-columns:repeat(auto-fill,minmax(15mm,1fr));gap:1.5mm}
        .figures{grid-template-columns:repeat(5,1fr);gap:4mm}
        .value{font-size:1.45rem}
        .columns{grid-template-columns:repeat(3,1fr);gap:4mm}
        .sheet{break-inside:avoid;padding:2mm 0}
        .tiles{margin:2mm 0}
        .tiles .swatch{display:none}
        .chip{padding-right:.3rem}
        .rules tbody td,.rules tbody th{padding:.3rem .4rem}
        .rules td.number{width:4.6rem}
        .rules td.main:nth-child(3){width:7rem}
        .rules .bar{width:14mm}
        .plain tbody td,.plain tbody th{padding-top:.12rem;padding-bottom:.12rem}
        }

        """#
}
