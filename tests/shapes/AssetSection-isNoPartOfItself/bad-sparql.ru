# expect: AssetSection-isNoPartOfItself SPARQLConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <../asset/葵川/上葵地区> chiiki:partOf ?value } INSERT { <../asset/葵川/上葵地区> chiiki:partOf <../asset/葵川/下葵地区> } WHERE { <../asset/葵川/上葵地区> chiiki:partOf ?value } ;
DELETE { <../asset/葵川/下葵地区> chiiki:partOf ?value } INSERT { <../asset/葵川/下葵地区> chiiki:partOf <../asset/葵川/上葵地区> } WHERE { <../asset/葵川/下葵地区> chiiki:partOf ?value }
