(function(){
var app=document.getElementById('app');
function j(u){return fetch(u).then(function(r){if(!r.ok)throw new Error(r.status);return r.json()})}
function e(s){return String(s==null?'':s).replace(/[&<>"]/g,function(c){return{'&':'&amp;','<':'&lt;','>':'&gt;','"':'&quot;'}[c]})}
function d(s){var p=s.slice(0,10).split('-');return p[2]+'/'+p[1]+'/'+p[0]}
function shell(m,b){app.innerHTML='<header><a href="/">LAI CHÂU</a></header><nav>'+m.items.map(function(i){return '<a href="'+i.path+'">'+e(i.label)+'</a>'}).join('')+'</nav><main>'+b+'</main><footer>'+e(m.footer)+'</footer>'}
function list(x,base){return '<ul>'+x.data.map(function(i){return '<li><a href="'+base+i.id+'">'+e(i.title)+'</a> <small>'+d(i.publishedAt)+'</small></li>'}).join('')+'</ul>'}
function block(b){
 if(b.type==='heading')return '<h2>'+e(b.text)+'</h2>';
 if(b.type==='links')return '<ul>'+b.items.map(function(i){return '<li><a href="'+i.path+'">'+e(i.label)+'</a></li>'}).join('')+'</ul>';
 if(b.type==='table')return '<table>'+b.rows.map(function(r,k){return '<tr>'+r.map(function(c){var t=k?'td':'th',o=c&&c.text!==undefined?c:{text:c};return '<'+t+(o.rowspan?' rowspan="'+o.rowspan+'"':'')+'>'+e(o.text)+'</'+t+'>'}).join('')+'</tr>'}).join('')+'</table>';
 return '<p>'+e(b.text)+'</p>'}
var p=location.pathname;
j('/api/v1/menu').then(function(m){
 var r;
 if(p==='/')r=j('/api/v1/articles?page=1').then(function(x){return '<h2>Tin mới</h2>'+list(x,'/bai-viet/')});
 else if(p==='/tin-tuc')r=j('/api/v1/articles?page=1').then(function(x){return '<h2>Tin tức</h2>'+list(x,'/bai-viet/')});
 else if(p==='/van-ban')r=j('/api/v1/documents').then(function(x){return '<table><tr><th>Số</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>'+x.data.map(function(i){return '<tr><td>'+e(i.code)+'</td><td>'+d(i.issuedAt)+'</td><td>'+e(i.title)+'</td></tr>'}).join('')+'</table>'});
 else if(p.indexOf('/bai-viet/')===0)r=j('/api/v1/articles/'+p.split('/')[2]).then(function(a){return '<h1>'+e(a.title)+'</h1><div class="date">'+d(a.publishedAt)+'</div>'+a.blocks.map(block).join('')});
 else r=j('/api/v1/pages'+p).then(function(a){return '<h1>'+e(a.title)+'</h1>'+a.blocks.map(block).join('')});
 return r.then(function(b){shell(m,b)},function(){shell(m,'<p>Không tìm thấy trang</p>')});
});})();