package org.snmf.views.table;

/**
 * The script that makes a table live: a click on a head sorts by its column, words and conditions such as {@code
 * stability>0.8} choose rows, and long tables are paged. Without it, and on paper, the table is complete. It reads all it
 * needs from the table itself: {@code data-k} of a head is the column's name in conditions, {@code data-v} of a cell the
 * number to sort by. Each run takes the first live table of the page that has not been taken.
 */
final class TableScript {
    static final String CSS = """
            .snmf .snmf-controls{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:4px 0;font-size:12px}
            .snmf .snmf-controls input{font:inherit;color:inherit;background:rgba(127,127,127,.1);border:1px solid rgba(127,127,127,.5);border-radius:4px;padding:3px 8px;width:26em;max-width:100%}
            .snmf .snmf-controls button,.snmf th button{font:inherit;color:inherit;background:none;border:1px solid rgba(127,127,127,.5);border-radius:4px;padding:2px 8px;cursor:pointer}
            .snmf .snmf-controls button:disabled{opacity:.4;cursor:default}
            .snmf th button{border:0;padding:0}
            .snmf .snmf-off{display:none}
            @media print{.snmf .snmf-controls{display:none}.snmf tr.snmf-off{display:table-row}}
            """;

    static final String SCRIPT = """
            (function(){
            var table=document.querySelector('table.snmf-features:not([data-adopted])');
            if(!table)return;
            table.setAttribute('data-adopted','');
            var PAGE=20,body=table.tBodies[0],rows=Array.prototype.slice.call(body.rows),page=0,by=-1,down=true;
            var heads=Array.prototype.slice.call(table.tHead.rows[0].cells);
            var texts=rows.map(function(r){return r.textContent.toLowerCase();});
            function make(tag,text,parent){var e=document.createElement(tag);e.textContent=text;parent.appendChild(e);return e;}
            function value(row,c){var cell=row.cells[c],v=cell.getAttribute('data-v');return v===null?cell.textContent.trim().toLowerCase():v===''?null:+v;}
            var bar=document.createElement('div');bar.className='snmf-controls';
            var box=make('input','',bar);box.type='search';
            box.placeholder='words, or conditions such as content>1%';
            box.setAttribute('aria-label','Choose rows by words or conditions');
            var back=make('button','‹',bar),where=make('span','',bar),on=make('button','›',bar);
            back.setAttribute('aria-label','Page before');on.setAttribute('aria-label','Next page');
            if(rows.length>1){var before=table.parentNode;before.parentNode.insertBefore(bar,before);}
            function test(part){
            var m=/^(.+?)(<=|>=|<|>|=)(-?[\\d.]+(?:e-?\\d+)?)(%?)$/.exec(part);
            if(m){
            var c=-1;heads.forEach(function(h,i){if((h.getAttribute('data-k')||'').replace(/\\s/g,'')===m[1])c=i;});
            if(c>=0){var n=+m[3]/(m[4]?100:1);return function(i){
            var v=value(rows[i],c);if(v===null)return false;
            return m[2]==='<'?v<n:m[2]==='>'?v>n:m[2]==='<='?v<=n:m[2]==='>='?v>=n:v===n;};}}
            return function(i){return texts[i].indexOf(part)>=0;};}
            function draw(){
            var tests=box.value.toLowerCase().split(/\\s+/).filter(Boolean).map(test);
            var kept=rows.map(function(r,i){return i;}).filter(function(i){return tests.every(function(t){return t(i);});});
            if(by>=0)kept.sort(function(a,b){
            var x=value(rows[a],by),y=value(rows[b],by);
            if(x===null||x==='')return y===null||y===''?a-b:1;
            if(y===null||y==='')return -1;
            return (x<y?-1:x>y?1:0)*(down?-1:1)||a-b;});
            var pages=Math.max(1,Math.ceil(kept.length/PAGE));page=Math.min(page,pages-1);
            rows.forEach(function(r){r.classList.add('snmf-off');});
            kept.forEach(function(i,place){body.appendChild(rows[i]);
            if(place>=page*PAGE&&place<(page+1)*PAGE)rows[i].classList.remove('snmf-off');});
            rows.forEach(function(r,i){if(kept.indexOf(i)<0)body.appendChild(r);});
            where.textContent=kept.length===0?'none of '+rows.length:(page*PAGE+1)+' to '+Math.min(kept.length,(page+1)*PAGE)+' of '+kept.length+(kept.length<rows.length?' found among '+rows.length:'');
            back.disabled=page===0;on.disabled=page>=pages-1;
            heads.forEach(function(h,i){h.setAttribute('aria-sort',i!==by?'none':down?'descending':'ascending');
            h.firstChild.textContent=h.getAttribute('data-t')+(i!==by?'':down?' ▾':' ▴');});}
            heads.forEach(function(h,i){
            h.setAttribute('data-t',h.textContent);
            var b=document.createElement('button');b.textContent=h.textContent;h.textContent='';h.appendChild(b);
            b.addEventListener('click',function(){
            var first=rows.length&&typeof value(rows[0],i)==='string'?false:i>0;
            if(by===i)down=!down;else{by=i;down=first;}
            page=0;draw();});});
            box.addEventListener('input',function(){page=0;draw();});
            back.addEventListener('click',function(){page--;draw();});
            on.addEventListener('click',function(){page++;draw();});
            draw();
            })();
            """;

    private TableScript() {}
}
