filedesc://old-crawl.arc 0.0.0.0 19991207100000 text/plain 69
1 0 Example
URL IP-address Archive-date Content-type Archive-length


http://courier.example/ferry 192.0.2.7 19991207100001 text/html 357
HTTP/1.1 200 OK
Content-Type: text/html

<html><head><title>Ferry late again | Porthaven Courier</title></head><body><h1>Ferry late again</h1><p>The noon ferry reached Low Quay at two o'clock on Tuesday, the third time this month, because of fog over the bar.</p><p>"Fog is fog," said harbour master Ines Calder. "We do not sail blind."</p></body></html>
