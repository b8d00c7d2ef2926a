printf '{"id":1,"text":"550 5.1.1 Empf\344nger unbekannt"}\n' | smtpscope explain --batch | pick.py id reason repaired
