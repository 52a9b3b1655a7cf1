package org.snmf.views.tree;

import java.util.Locale;
import org.snmf.views.display.StaticImage;

/**
 * The script that folds a tree in place: a click on a node hides what hangs below it by the strongest edges, the rest
 * closes up, and a sign behind the node tells how many are hidden. A tree that is higher than a screen begins folded, from the
 * finest level up, but never over what was looked for; and where there is room, it takes the whole width. It reads all it needs from the picture itself. Each
 * run takes the first tree of the page that has not been taken.
 */
final class TreeScript {
    static final String SCRIPT = String.format(Locale.ROOT, """
            (function(){
            %s
            var box=document.querySelector('.snmf-forest:not([data-adopted])');
            if(!box)return;
            box.setAttribute('data-adopted','');
            adopt(box.firstElementChild);
            var svg=box.querySelector('svg');
            var header=26,gap=9,SCREEN=900;
            var nodes=Array.prototype.map.call(svg.querySelectorAll('g.n'),function(g){
            var m=g.transform.baseVal.consolidate().matrix,b=g.querySelector('.b');
            return {g:g,x:m.e,y:m.f,w:+b.getAttribute('width'),h:+b.getAttribute('height'),down:[],folded:false,shown:true};});
            var edges=Array.prototype.map.call(svg.querySelectorAll('path.e'),function(p){
            return {p:p,a:nodes[+p.getAttribute('data-p')],b:nodes[+p.getAttribute('data-c')],main:p.hasAttribute('data-m')};});
            edges.forEach(function(e){if(e.main){e.a.down.push(e.b);e.b.held=true;}});
            var cols=[];nodes.forEach(function(n){if(cols.indexOf(n.x)<0)cols.push(n.x);});cols.sort(function(a,b){return a-b;});
            nodes.forEach(function(n){n.c=cols.indexOf(n.x);});
            var width=+svg.getAttribute('width'),spare=cols.length<2?0:Math.max(0,(box.clientWidth-2-width)/(cols.length-1));
            nodes.forEach(function(n){n.x+=spare*n.c;});
            svg.querySelectorAll('text.h').forEach(function(h){h.setAttribute('x',+h.getAttribute('x')+spare*h.getAttribute('data-c'));});
            svg.setAttribute('width',width+spare*Math.max(0,cols.length-1));
            box.firstElementChild.style.width=svg.getAttribute('width')+'px';
            var start={y:nodes.map(function(n){return n.y;}),height:+svg.getAttribute('height')};
            function count(n){return n.down.reduce(function(s,c){return s+1+count(c);},0);}
            function show(n,on){n.shown=on;n.down.forEach(function(c){show(c,on&&!n.folded);});}
            function arrange(){
            var free=header;
            function place(n){
            var down=n.folded?[]:n.down.slice().sort(function(a,b){return a.y0-b.y0;});
            var top=free;
            down.forEach(place);
            if(!down.length){n.y=free;free+=n.h+gap;return;}
            var f=down[0],l=down[down.length-1];
            n.y=Math.max(top,(f.y+l.y+l.h)/2-n.h/2);
            free=Math.max(free,n.y+n.h+gap);}
            nodes.filter(function(n){return !n.held;}).sort(function(a,b){return a.y0-b.y0;}).forEach(place);
            return free;}
            function draw(){
            var any=nodes.some(function(n){return n.folded;});
            nodes.forEach(function(n){if(!n.held)show(n,true);});
            var height=start.height;
            if(any)height=arrange();else nodes.forEach(function(n,i){n.y=start.y[i];});
            nodes.forEach(function(n){
            n.g.style.display=n.shown?'':'none';
            n.g.setAttribute('transform','translate('+n.x+' '+n.y+')');
            var f=n.g.querySelector('.f');
            f.textContent=n.folded?'+'+count(n):'';
            f.style.display=n.folded?'inline':'';});
            edges.forEach(function(e){
            var x=e.a.x+e.a.w,y=e.a.y+e.a.h/2,u=e.b.x,v=e.b.y+e.b.h/2,m=(x+u)/2;
            e.p.style.display=e.a.shown&&e.b.shown&&!e.a.folded?'':'none';
            e.p.setAttribute('d','M'+x+' '+y+'C'+m+' '+y+' '+m+' '+v+' '+u+' '+v);});
            svg.setAttribute('height',height);
            svg.setAttribute('viewBox','0 0 '+svg.getAttribute('width')+' '+height);}
            nodes.forEach(function(n){
            n.y0=n.y;
            if(!n.down.length)return;
            n.g.classList.add('live');
            n.g.addEventListener('click',function(){n.folded=!n.folded;draw();});});
            function found(n){return n.g.hasAttribute('data-found')||n.down.some(found);}
            function fold(){
            for(var c=cols.length-2;c>=0&&arrange()>SCREEN;c--)
            nodes.forEach(function(n){if(n.c===c&&n.down.length&&!n.down.some(found))n.folded=true;});
            draw();}
            if(start.height>SCREEN){
            var all=document.createElement('button');
            all.style.cssText='font:inherit;font-size:12px;color:inherit;background:none;border:1px solid rgba(127,127,127,.5);border-radius:4px;padding:2px 8px;margin:0 0 6px;cursor:pointer';
            all.addEventListener('click',function(){
            var open=nodes.some(function(n){return n.folded;});
            nodes.forEach(function(n){n.folded=false;});
            if(open)draw();else fold();
            all.textContent=open?'Fold to one screen':'Open all';});
            all.textContent='Open all';
            box.parentNode.insertBefore(all,box);
            fold();}else draw();
            })();
            """, StaticImage.ADOPT);

    private TreeScript() {}
}
