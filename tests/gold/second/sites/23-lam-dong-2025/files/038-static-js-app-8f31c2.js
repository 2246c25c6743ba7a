/* chunk-vendors */
/* module 0: core-js/internals/an-object */
/* module 1: core-js/internals/array-includes */
/* module 2: core-js/internals/classof */
/* module 3: core-js/internals/create-property */
/* module 4: core-js/internals/define-iterator */
/* module 5: core-js/internals/fails */
/* module 6: core-js/internals/global */
/* module 7: core-js/internals/has */
/* module 8: core-js/internals/html */
/* module 9: core-js/internals/iobject */
/* module 10: core-js/internals/an-object */
/* module 11: core-js/internals/array-includes */
/* module 12: core-js/internals/classof */
/* module 13: core-js/internals/create-property */
/* module 14: core-js/internals/define-iterator */
/* module 15: core-js/internals/fails */
/* module 16: core-js/internals/global */
/* module 17: core-js/internals/has */
/* module 18: core-js/internals/html */
/* module 19: core-js/internals/iobject */
/* module 20: core-js/internals/an-object */
/* module 21: core-js/internals/array-includes */
/* module 22: core-js/internals/classof */
/* module 23: core-js/internals/create-property */
/* module 24: core-js/internals/define-iterator */
/* module 25: core-js/internals/fails */
/* module 26: core-js/internals/global */
/* module 27: core-js/internals/has */
/* module 28: core-js/internals/html */
/* module 29: core-js/internals/iobject */
/* module 30: core-js/internals/an-object */
/* module 31: core-js/internals/array-includes */
/* module 32: core-js/internals/classof */
/* module 33: core-js/internals/create-property */
/* module 34: core-js/internals/define-iterator */
/* module 35: core-js/internals/fails */
/* module 36: core-js/internals/global */
/* module 37: core-js/internals/has */
/* module 38: core-js/internals/html */
/* module 39: core-js/internals/iobject */
/* module 40: core-js/internals/an-object */
/* module 41: core-js/internals/array-includes */
/* module 42: core-js/internals/classof */
/* module 43: core-js/internals/create-property */
/* module 44: core-js/internals/define-iterator */
/* module 45: core-js/internals/fails */
/* module 46: core-js/internals/global */
/* module 47: core-js/internals/has */
/* module 48: core-js/internals/html */
/* module 49: core-js/internals/iobject */
/* module 50: core-js/internals/an-object */
/* module 51: core-js/internals/array-includes */
/* module 52: core-js/internals/classof */
/* module 53: core-js/internals/create-property */
/* module 54: core-js/internals/define-iterator */
/* module 55: core-js/internals/fails */
/* module 56: core-js/internals/global */
/* module 57: core-js/internals/has */
/* module 58: core-js/internals/html */
/* module 59: core-js/internals/iobject */
/* module 60: core-js/internals/an-object */
/* module 61: core-js/internals/array-includes */
/* module 62: core-js/internals/classof */
/* module 63: core-js/internals/create-property */
/* module 64: core-js/internals/define-iterator */
/* module 65: core-js/internals/fails */
/* module 66: core-js/internals/global */
/* module 67: core-js/internals/has */
/* module 68: core-js/internals/html */
/* module 69: core-js/internals/iobject */
/* module 70: core-js/internals/an-object */
/* module 71: core-js/internals/array-includes */
/* module 72: core-js/internals/classof */
/* module 73: core-js/internals/create-property */
/* module 74: core-js/internals/define-iterator */
/* module 75: core-js/internals/fails */
/* module 76: core-js/internals/global */
/* module 77: core-js/internals/has */
/* module 78: core-js/internals/html */
/* module 79: core-js/internals/iobject */
/* module 80: core-js/internals/an-object */
/* module 81: core-js/internals/array-includes */
/* module 82: core-js/internals/classof */
/* module 83: core-js/internals/create-property */
/* module 84: core-js/internals/define-iterator */
/* module 85: core-js/internals/fails */
/* module 86: core-js/internals/global */
/* module 87: core-js/internals/has */
/* module 88: core-js/internals/html */
/* module 89: core-js/internals/iobject */
/* module 90: core-js/internals/an-object */
/* module 91: core-js/internals/array-includes */
/* module 92: core-js/internals/classof */
/* module 93: core-js/internals/create-property */
/* module 94: core-js/internals/define-iterator */
/* module 95: core-js/internals/fails */
/* module 96: core-js/internals/global */
/* module 97: core-js/internals/has */
/* module 98: core-js/internals/html */
/* module 99: core-js/internals/iobject */
/* module 100: core-js/internals/an-object */
/* module 101: core-js/internals/array-includes */
/* module 102: core-js/internals/classof */
/* module 103: core-js/internals/create-property */
/* module 104: core-js/internals/define-iterator */
/* module 105: core-js/internals/fails */
/* module 106: core-js/internals/global */
/* module 107: core-js/internals/has */
/* module 108: core-js/internals/html */
/* module 109: core-js/internals/iobject */
/* module 110: core-js/internals/an-object */
/* module 111: core-js/internals/array-includes */
/* module 112: core-js/internals/classof */
/* module 113: core-js/internals/create-property */
/* module 114: core-js/internals/define-iterator */
/* module 115: core-js/internals/fails */
/* module 116: core-js/internals/global */
/* module 117: core-js/internals/has */
/* module 118: core-js/internals/html */
/* module 119: core-js/internals/iobject */
(function(){
const $=(h)=>document.getElementById('app').innerHTML=h, get=u=>fetch(u).then(r=>{if(!r.ok)throw r.status;return r.json()});
const p2=n=>String(n).padStart(2,'0');
const ngay=m=>{const x=new Date(m+7*36e5);return p2(x.getUTCDate())+'/'+p2(x.getUTCMonth()+1)+'/'+x.getUTCFullYear()};
const vn=s=>s?s.split('-').reverse().join('/'):'';
const TT={DA_XU_LY:'Đã xử lý',DANG_XU_LY:'Đang xử lý',CHO_TIEP_NHAN:'Chờ tiếp nhận'};
const CM={'/tin-tuc':['Tin tức','tin-tuc'],'/lich-tiep-cong-dan':['Lịch tiếp công dân','lich-tiep-cong-dan'],'/khieu-nai-to-cao':['Khiếu nại, tố cáo','khieu-nai-to-cao'],'/du-thao':['Góp ý dự thảo văn bản','du-thao']};
async function shell(title,main){
 const m=await get('/api/menu');
 document.title=title+' | Cổng TTĐT tỉnh Lâm Đồng';
 $('<header class="top"><div class="brand">CỔNG THÔNG TIN ĐIỆN TỬ TỈNH LÂM ĐỒNG</div><form role="search" action="/tim-kiem"><input type="search" name="q" aria-label="Tìm kiếm" placeholder="Tìm kiếm"></form><nav><ul class="mm">'+m.map(i=>'<li><a href="'+i[1]+'">'+i[0]+'</a>'+(i[2].length?'<ul>'+i[2].map(c=>'<li><a href="'+c[1]+'">'+c[0]+'</a></li>').join('')+'</ul>':'')+'</li>').join('')+'</ul></nav></header><main><h1>'+title+'</h1>'+main+'</main><footer><p>Cơ quan chủ quản: UBND tỉnh Lâm Đồng. 04 Trần Hưng Đạo, phường Xuân Hương - Đà Lạt.</p><p>Đường dây nóng người dân: 02633.1022.999 · <a href="http://dichvucong.lamdong.gov.vn.localhost:@@PORT@@/">Cổng dịch vụ công tỉnh</a> · <a href="/quyen-rieng-tu">Chính sách quyền riêng tư</a> · <a href="https://apps.apple.com/vn/app/id6749900111">Ứng dụng Lâm Đồng Số</a></p><p>© 2025</p></footer>');
}
const list=c=>c.map(a=>'<article class="it"><a href="/bai-viet/'+a.id+'">'+a.tieuDe+'</a> <time datetime="'+new Date(a.ngayDang).toISOString()+'">'+ngay(a.ngayDang)+'</time></article>').join('');
async function route(){
 const u=location.pathname, q=new URLSearchParams(location.search); let k;
 try{
 if(u==='/'){const n=await get('/api/bai-viet?chuyenMuc=tin-tuc'),t=await get('/api/thong-ke');return shell('Trang chủ','<section><h2>Tin mới</h2>'+list(n.content)+'</section><section><h2>Phản ánh của người dân</h2><p>Tổng tiếp nhận: '+t.tongTiepNhan.toLocaleString('vi-VN')+' · Đã xử lý: '+t.daXuLy.toLocaleString('vi-VN')+' · Đang xử lý: '+t.dangXuLy+'</p><p>Mức độ hài lòng của người dân: '+t.hailong+'</p><a href="/phan-anh">Xem tất cả</a></section>')}
 if(CM[u]){const n=await get('/api/bai-viet?chuyenMuc='+CM[u][1]);return shell(CM[u][0],list(n.content))}
 if(k=u.match(/^\/bai-viet\/(\d+)$/)){const a=await get('/api/bai-viet/'+k[1]);return shell(a.tieuDe,'<p class="meta">Ngày đăng: '+ngay(a.ngayDang)+'</p>'+a.noiDung)}
 if(u==='/van-ban'){const v=await get('/api/van-ban');return shell('Văn bản','<table><tr><th>Số hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>'+v.content.map(x=>'<tr><td>'+x.soHieu+'</td><td>'+ngay(x.ngayBanHanh)+'</td><td>'+x.trichYeu+'</td></tr>').join('')+'</table>')}
 if(u==='/phan-anh'){const p=+(q.get('trang')||1),v=await get('/api/phan-anh?page='+p);return shell('Phản ánh hiện trường','<p><a href="/gui-phan-anh">Gửi phản ánh</a></p>'+v.content.map(x=>'<div class="pa"><h3>'+x.tieuDe+'</h3><span class="st">'+TT[x.trangThai]+'</span><ul><li>Người gửi: '+x.nguoiGui+'</li><li>Ngày gửi: '+vn(x.ngayGui)+'</li><li>Hạn xử lý: '+vn(x.hanXuLy)+'</li><li>Đơn vị xử lý: '+x.donVi+'</li>'+(x.ngayXuLy?'<li>Ngày xử lý: '+vn(x.ngayXuLy)+'</li>':'')+'</ul>'+(x.ketQua?'<div class="kq"><b>Kết quả xử lý:</b> '+x.donVi+': '+x.ketQua+'</div>':'')+'</div>').join('')+'<div class="pg">'+[1,2,3].map(i=>'<a href="/phan-anh?trang='+i+'">'+i+'</a>').join(' ')+'</div>')}
 const t=await get('/api/trang/'+u.slice(1));return shell(t.tieuDe,t.noiDung);
 }catch(e){return shell('Không tìm thấy trang','<p>Trang không tồn tại hoặc đã bị gỡ.</p>')}
}
route();
})();